# The linked data of the first study, from the three registers: one row a person.
# Days count from each person's index day; a diagnosis or test counts when it is on or before it.
# Ties of the last HDL on the same day are broken by the value: the greatest.
nafld <- function(folder) {
  person <- read.csv(file.path(folder, "person.csv"))
  event <- read.csv(file.path(folder, "event.csv"))
  laboratory <- read.csv(file.path(folder, "laboratory.csv"))
  with_diabetes <- unique(event$id[event$event == "diabetes" & event$days <= 0])
  person$diabetes <- as.numeric(person$id %in% with_diabetes)
  hdl <- laboratory[laboratory$test == "hdl" & laboratory$days <= 0 & !is.na(laboratory$value), ]
  hdl <- hdl[order(hdl$id, hdl$days, hdl$value), ]
  last <- hdl[!duplicated(hdl$id, fromLast = TRUE), ]
  person$hdl <- last$value[match(person$id, last$id)]
  first <- hdl[!duplicated(hdl$id), ]
  # The first value takes the least of a tie.
  person$first_hdl <- first$value[match(person$id, first$id)]
  person$years <- person$futime / 365.25
  person
}
