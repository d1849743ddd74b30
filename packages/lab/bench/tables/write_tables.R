# Writes the tables of the comparison with boosted trees: FOLDER/NAME.csv for each, and FOLDER/tables.json.
#
#     Rscript packages/lab/bench/tables/write_tables.R FOLDER [new]
#
# They are data sets of R packages as Debian has them (r-cran-mlbench, aer, cardata, kernlab, lme4, ggplot2, modeldata,
# survey, mlmrev, dslabs, bayesm, mice, vim, vcdextra, earth, factominer) and of scikit-learn (python3-sklearn).
# With `new` it writes the tables of `new_tables.R` alone, with the SHA-256 of `new_tables.csv`.
# Ids, dates and columns that give the target away are left out. A number that is only a code becomes a text.
# Half of the tables are for choosing constants (`tuned`), the others for one look at the end (`kept`): the tables of
# classes, and those of quantities, in the order of the SHA-256 of their names, in turn the one and the other.

words <- commandArgs(trailingOnly = TRUE)
folder <- words[1]
is_wanted <- function(division) division == "new" || length(words) < 2
dir.create(folder, showWarnings = FALSE)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
MOST_ROWS <- 20000
tables <- list()
division <- "" # of the tables that are written now; empty where a hash decides

object <- function(package, name, item = name) {
  e <- new.env()
  suppressWarnings(data(list = item, package = package, envir = e))
  as.data.frame(get(name, envir = e))
}

sha256 <- function(path) strsplit(system2("sha256sum", path, stdout = TRUE), " ")[[1]][1]

version_of <- function(package) if (package == "sklearn") "" else as.character(packageVersion(package))

code <- function(column) ifelse(is.na(column), NA, paste0("c", column))

write_table <- function(name, source, rows, target, kind, without = character(), codes = character(), made = FALSE) {
  if (!is_wanted(division)) return(invisible())
  stopifnot(target %in% names(rows), all(without %in% names(rows)))
  rows <- rows[!is.na(rows[[target]]), setdiff(names(rows), without)]
  for (column in codes) rows[[column]] <- code(rows[[column]])
  for (column in names(rows)) {
    cells <- rows[[column]]
    if (is.logical(cells)) cells <- ifelse(cells, "true", "false")
    if (is.factor(cells)) cells <- as.character(cells)
    if (is.character(cells)) cells <- trimws(gsub("[\r\n]+", " ", cells))
    rows[[column]] <- cells
  }
  if (nrow(rows) > MOST_ROWS) {
    set.seed(1)
    rows <- rows[sort(sample(nrow(rows), MOST_ROWS)), ]
  }
  path <- file.path(folder, paste0(name, ".csv"))
  write.csv(rows, path, row.names = FALSE, na = "")
  levels <- max(0, sapply(rows, function(c) if (is.character(c)) length(unique(na.omit(c))) else 0))
  tables[[length(tables) + 1]] <<- list(
    name = name, source = source, target = target, kind = kind, rows = nrow(rows), columns = ncol(rows) - 1,
    levels = levels, missing = any(is.na(rows)), made = made,
    division = division, version = version_of(sub("::.*", "", source)), sha256 = sha256(path)
  )
}

of_r <- function(name, package, object_name, target, kind, ..., item = object_name) {
  if (!is_wanted(division)) return(invisible())
  write_table(name, paste0(package, "::", object_name), object(package, object_name, item), target, kind, ...)
}

of_sklearn <- function(name, target, kind) {
  if (!is_wanted(division)) return(invisible())
  script <- file.path(here, "write_sklearn_table.py")
  text <- system2("/usr/bin/python3", c(script, name), stdout = TRUE)
  write_table(name, paste0("sklearn::", name), read.csv(text = text, check.names = FALSE), target, kind)
}

of_r("pima", "mlbench", "PimaIndiansDiabetes2", "diabetes", "class")
of_r("vehicle", "mlbench", "Vehicle", "Class", "class")
of_r("vowel", "mlbench", "Vowel", "Class", "class", codes = "V1")
of_r("satellite", "mlbench", "Satellite", "classes", "class")
of_r("soybean", "mlbench", "Soybean", "Class", "class")
of_r("dna", "mlbench", "DNA", "Class", "class")
of_r("spam", "kernlab", "spam", "type", "class")
of_r("income", "kernlab", "income", "INCOME", "class")
of_r("mortgage", "AER", "HMDA", "deny", "class")
of_r("resume", "AER", "ResumeNames", "call", "class")
of_r("chile", "carData", "Chile", "vote", "class")
of_r("titanic", "vcdExtra", "Titanicp", "survived", "class")
of_r("credit", "modeldata", "credit_data", "Status", "class")
of_r("cells", "modeldata", "cells", "class", "class", without = "case")
of_r("hpc", "modeldata", "hpc_data", "class", "class")
of_r("lending", "modeldata", "lending_club", "Class", "class")
of_r("churn", "modeldata", "wa_churn", "churn", "class", made = TRUE)
of_r("flchain", "survival", "flchain", "death", "class", without = c("futime", "chapter"))
of_r("olive", "dslabs", "olive", "area", "class", without = "region")
of_r("immunized", "mlmRev", "guImmun", "immun", "class", without = c("kid", "mom"), codes = "comm")
of_r("verbal", "lme4", "VerbAgg", "r2", "class", without = c("resp", "id"))
of_r("colic", "VIM", "colic", "outcome", "class", without = c("hospitalID", "temp_extreme_ordered", "temp_extreme_num"),
  codes = "lesion_type1")
of_r("hobbies", "FactoMineR", "hobbies", "Sex", "class", without = "nb.activitees")
of_sklearn("breast_cancer", "target", "class")
of_sklearn("digits", "target", "class")
if (is_wanted(division)) {
  goals <- object("vcd", "Bundesliga")
  goals$result <- ifelse(goals$HomeGoals > goals$AwayGoals, "home", ifelse(goals$HomeGoals < goals$AwayGoals, "away", "draw"))
  write_table("football", "vcd::Bundesliga", goals, "result", "class", without = c("HomeGoals", "AwayGoals", "Date"))
}

of_r("boston", "MASS", "Boston", "medv", "quantity")
of_r("ames", "modeldata", "ames", "Sale_Price", "quantity")
of_r("concrete", "modeldata", "concrete", "compressive_strength", "quantity")
of_r("used_cars", "modeldata", "car_prices", "Price", "quantity")
of_r("sacramento", "modeldata", "Sacramento", "price", "quantity")
of_r("diamonds", "ggplot2", "diamonds", "price", "quantity")
of_r("cheese", "bayesm", "cheese", "VOLUME", "quantity")
of_r("bottles", "VIM", "wine", "price", "quantity", without = "taster_twitter_handle")
of_r("gapminder", "dslabs", "gapminder", "life_expectancy", "quantity")
of_r("storms", "dplyr", "storms", "pressure", "quantity", without = c("status", "category"))
of_r("maths", "mlmRev", "Hsb82", "mAch", "quantity", without = c("meanses", "cses"), codes = "school")
of_r("wages", "carData", "SLID", "wages", "quantity")
of_r("growth", "mice", "fdgs", "wgt", "quantity", without = c("id", "hgt.z", "wgt.z"))
of_r("ozone", "earth", "ozone1", "O3", "quantity")
of_r("schools", "survey", "apipop", "api00", "quantity", item = "api", without = c("cds", "name", "sname", "snum", "dnum", "cnum",
  "flag", "api99", "target", "growth", "sch.wide", "comp.imp", "both", "awards"))
of_r("hotel", "modeldata", "hotel_rates", "avg_price_per_room", "quantity", without = "arrival_date")
of_r("mpg", "ggplot2", "mpg", "cty", "quantity", without = "hwy")
of_r("meats", "modeldata", "meats", "fat", "quantity", without = c("water", "protein"))
of_r("checks", "modeldata", "check_times", "check_time", "quantity", without = "package")
of_r("language", "mice", "brandsma", "lpo", "quantity", without = "pup", codes = "sch")
of_sklearn("diabetes", "target", "quantity")

division <- "new"
source(file.path(here, "new_tables.R"))

table_names <- sapply(tables, function(t) t$name)
hashes <- sapply(table_names, function(name) {
  strsplit(system2("sha256sum", input = name, stdout = TRUE), " ")[[1]][1]
})
kinds <- sapply(tables, function(t) t$kind)
for (kind in unique(kinds)) {
  undivided <- which(kinds == kind & sapply(tables, function(t) t$division == ""))
  dealt <- undivided[order(hashes[undivided], method = "radix")]
  for (k in seq_along(dealt)) tables[[dealt[k]]]$division <- if (k %% 2 == 1) "tuned" else "kept"
}
quoted <- function(value) {
  if (is.character(value)) sprintf('"%s"', value) else if (is.logical(value)) tolower(value) else format(value, scientific = FALSE)
}
lines <- sapply(tables, function(t) paste0("{", paste0(sprintf('"%s":', names(t)), sapply(t, quoted), collapse = ","), "}"))
writeLines(c("[", paste0(lines, c(rep(",", length(lines) - 1), "")), "]"), file.path(folder, "tables.json"))

listed <- read.csv(file.path(here, "new_tables.csv"))
written <- sapply(listed$name, function(name) tables[[match(name, table_names)]]$sha256)
if (any(written != listed$sha256)) stop("Other bytes than listed: ", toString(listed$name[written != listed$sha256]))
