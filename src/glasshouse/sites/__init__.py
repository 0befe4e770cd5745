"""Pages that hold the engine itself: the compiled day as WebAssembly, and the parameters that it runs on."""
