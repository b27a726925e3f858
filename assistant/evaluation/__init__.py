"""The parts of an evaluation; `assistant.evaluate` brings them together.

`questions` reads a folder, `results` asks and compares, `measures` says what each figure means, with `bootstrap` for
its interval and `calibration` for its confidence; `report` writes tables and JSON, `plot` draws, `output` saves.
"""
