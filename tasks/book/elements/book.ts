/** The scripts of a chapter: all elements, defined. @module */
