/** Statements that make databases, for tests. */

/** Orders, of which one has a photo. */
export const ORDERS = "create table orders(id integer, price real, code text, photo blob);" +
  "insert into orders values (9007199254740993, 1.5, '007', null), (null, 3.0, null, x'01'), (1, 0.1, 'a', null);";

/** A view that would give rows forever. */
export const ENDLESS =
  "create view endless as with recursive c(x) as (select 1 union all select x + 1 from c) select x from c;";
