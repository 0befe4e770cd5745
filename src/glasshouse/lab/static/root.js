// The lab's first page as this browser sees it, without the last slash: a proxy may show the lab below a path of its own.
export const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
