# Writes values as JSON with all digits of a double. Base R only, so that the oracles need nothing but survival.
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(inner, collapse = ", "), "]"))
    return(paste0("{", paste0(encodeString(names(x), quote = '"'), ": ", inner, collapse = ", "), "}"))
  }
  one <- function(v) {
    if (is.na(v)) "null"
    else if (is.character(v)) encodeString(v, quote = '"')
    else if (is.logical(v)) tolower(as.character(v))
    else sub("^(-?)\\.", "\\10.", format(as.numeric(v), digits = 17, trim = TRUE))
  }
  values <- vapply(unname(x), one, "")
  if (length(values) == 1 && !inherits(x, "AsIs")) values
  else paste0("[", paste(values, collapse = ", "), "]")
}
write_json <- function(x, file) {
  lines <- paste0("  ", encodeString(names(x), quote = '"'), ": ", vapply(x, json, ""))
  writeLines(c("{", paste(lines, collapse = ",\n"), "}"), file)
}
