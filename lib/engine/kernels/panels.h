/*
 * Weights in panels, one for each worker: some of the columns, row after row. Of `count` panels,
 * panel p has the fours of columns from ⌊p · fours / count⌋ on. Rows are whole cache lines; what
 * they hold beyond the last column is of no meaning.
 */

#pragma once
#include "vectors.h"

/** Where a panel begins, in columns. */
INLINE i32 panelStart(i32 panel, i32 count, i32 columns) {
  return panel * ((columns + 3) / 4) / count * 4;
}

/** How many columns a panel has. */
INLINE i32 panelColumnsOf(i32 panel, i32 count, i32 columns) {
  const i32 end = smaller(panelStart(panel + 1, count, columns), columns);
  return end - panelStart(panel, count, columns);
}
