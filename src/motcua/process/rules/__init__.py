"""Pure decisions about processes: what a graph means, whether it is sound, what moves when."""
