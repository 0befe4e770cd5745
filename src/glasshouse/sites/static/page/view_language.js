// Which language a page beside the crowd's speaks: that of its address (?lang=), its own, or the browser's.

const chosen = document.getElementById("language");

/** The page in a language; links to the other pages take along what was chosen. */
function opened() {
  const language = FIRST_LANGUAGE;
  const title = document.title.split(" – ")[0];
  if (speak(language)) document.title = `${t(title)} – glasshouse`;
  const good = ASKED_LANGUAGE === null || languageOf(ASKED_LANGUAGE);
  const faults = good ? [] : [{ setting: "lang", asked: ASKED_LANGUAGE, choices: LANGUAGES }];
  sayMisread(faults.map((fault) => faultInWords(fault, t("language"), languageInWords(language))));
  chosen.value = language;
  chosen.hidden = false;
}

chosen.addEventListener("change", () => {
  const query = new URLSearchParams(location.search);
  query.set("lang", chosen.value);
  location.search = query.toString();
});
opened();
