# The tables of the division `new`, which `write_tables.R` writes with its functions. They were chosen, named and hashed
# in `new_tables.csv` on 3 December 2026, before anything was trained on them: nothing may be chosen by them.
#
# Of Debian's r-cran-aer, cardata, caret, ggeffects, ggplot2, hsaur3, mets, mlbench, mlmrev, modeldata, ordinal, plm, psych,
# robustbase, rstanarm and survival. What is known only after the target, or adds up to it, is left out with the ids.

of_r("credit_card", "AER", "CreditCard", "card", "class", without = c("share", "expenditure"))
of_r("insured", "AER", "HealthInsurance", "insurance", "class")
of_r("britain", "carData", "BEPS", "vote", "class")
of_r("migraine", "carData", "KosteckiDillon", "headache", "class", without = "id")
of_r("personality", "psych", "bfi", "gender", "class")
of_r("german", "caret", "GermanCredit", "Class", "class")
of_r("remote", "modeldata", "stackoverflow", "Remote", "class")
of_r("contraception", "mlmRev", "Contraception", "use", "class", without = "woman", codes = "district")
of_r("tips", "modeldata", "taxi", "tip", "class")
of_r("ionosphere", "mlbench", "Ionosphere", "Class", "class", without = "V2")
of_r("relapse", "survival", "nwtco", "rel", "class", item = "nwtco", without = c("seqno", "edrel", "in.subcohort"))
of_r("wells", "rstanarm", "wells", "switch", "class")
of_r("soup", "ordinal", "soup", "SURENESS", "class", without = "RESP", codes = "PRODID")

of_r("earnings", "AER", "CPS1988", "wage", "quantity")
star <- c("gender", "ethnicity", "birth", "star1", "readk", "mathk", "math1", "lunch1", "schoolk", "school1", "degree1",
  "ladder1", "experience1", "tethnicity1", "system1")
star <- object("AER", "STAR")[star]
star$birth <- as.numeric(star$birth)
write_table("star", "AER::STAR", star, "math1", "quantity", codes = "system1")
of_r("house_prices", "AER", "HousePrices", "price", "quantity")
of_r("college", "AER", "CollegeDistance", "score", "quantity")
of_r("panel_wages", "AER", "PSID7682", "wage", "quantity", without = "id")
of_r("vocabulary", "carData", "GSSvocab", "vocab", "quantity", without = c("ageGroup", "educGroup"))
of_r("rice", "plm", "RiceFarms", "goutput", "quantity", without = c("id", "noutput"))
of_r("exam", "mlmRev", "Exam", "normexam", "quantity", without = "student", codes = "school")
of_r("deliveries", "modeldata", "deliveries", "time_to_delivery", "quantity")
of_r("nox", "robustbase", "NOxEmissions", "LNOx", "quantity")
of_r("houses_texas", "ggplot2", "txhousing", "median", "quantity", without = c("volume", "date"))
of_r("cd4", "mets", "ACTG175", "cd420", "quantity", without = c("pidnum", "cd496", "cd820", "offtrt", "r", "cens", "days",
  "treat", "arms", "zprior"))
of_r("burden", "ggeffects", "efc", "neg_c_7", "quantity", without = c("c82cop1", "c83cop2", "c84cop3", "c85cop4",
  "c86cop5", "c87cop6", "c88cop7", "c89cop8", "c90cop9", "negc7d", "pos_v_4"))
of_r("radon", "rstanarm", "radon", "log_radon", "quantity", codes = "county")
of_r("forbes", "HSAUR3", "Forbes2000", "marketvalue", "quantity", without = c("rank", "name"))
