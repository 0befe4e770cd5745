"""The day, one module a stage: live, observe, attribute, record, score, sanction, gate, adapt, redress."""
