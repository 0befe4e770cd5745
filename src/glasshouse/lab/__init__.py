"""The lab in the browser: a local web page on which people try the system out. ``glasshouse lab`` serves it."""
