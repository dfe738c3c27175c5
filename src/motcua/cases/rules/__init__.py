"""Pure decisions about a file: values in, verdict out."""
