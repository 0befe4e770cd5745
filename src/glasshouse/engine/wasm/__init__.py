"""The day as WebAssembly: what it is made of, what it was made from, and the parameters that it runs on."""
