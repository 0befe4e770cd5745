"""The claims of the description: verdict, source, and what the model has of each; and claims written by hand."""
