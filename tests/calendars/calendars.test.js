// The calendars of the books that check.py built, as ical.js reads them, and their register.json before its schema.
import { test } from "node:test";
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import ICAL from "ical.js";

const BOOKS = process.env.BOOKS ?? fileURLToPath(new URL("../../target/calendars/books/", import.meta.url));
const books = readdirSync(BOOKS).sort();

const text = (...path) => readFileSync(join(BOOKS, ...path), "utf8");
const register = (book) => JSON.parse(text(book, "register.json"));
const commitments = (book) => (existsSync(join(BOOKS, book, "commitments.json")) ? JSON.parse(text(book, "commitments.json")).commitments : []);

function validator(book) {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(text(book, "register.schema.json")));
}

/** The address and the day of each event. */
function due(calendar) {
  const component = new ICAL.Component(ICAL.parse(calendar));
  assert.equal(component.name, "vcalendar");
  return component.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    assert.ok(event.startDate.isDate, "an all-day event");
    assert.equal(event.duration.toSeconds(), 24 * 60 * 60);
    return [part.getFirstPropertyValue("url"), event.startDate.toString()];
  });
}

test("there are books to look at", () => assert.ok(books.length >= 4, books.join()));

for (const book of books) {
  const reviews = register(book).pages.map((page) => ({ ...page, due: page.next_review_due }));
  const open = commitments(book).filter(({ status }) => !["complete", "stopped"].includes(status));
  const dated = [...reviews, ...open].filter(({ due }) => due);
  const days = (all) => all.map(({ url, due }) => [url, due]);

  test(`${book}: ical.js finds the due dates of the register`, () => {
    assert.deepEqual(due(text(book, "reviews.ics")), days(dated));
  });

  test(`${book}: ical.js finds each owner's due dates in the owner's calendar`, () => {
    for (const id of new Set(register(book).pages.flatMap((page) => page.owners.map((owner) => owner.id)))) {
      const own = dated.filter(({ owners }) => owners.some((owner) => owner.id === id));
      assert.deepEqual(due(text(book, "owners", id, "reviews.ics")), days(own));
    }
  });

  test(`${book}: register.json holds to its schema`, () => {
    const validate = validator(book);
    assert.ok(validate(register(book)), JSON.stringify(validate.errors, null, 1));
  });
}

test("the schema refuses what is no register", () => {
  const validate = validator(books[0]);
  const changes = [
    (row) => (row.state = "late"),
    (row) => (row.next_review_due = "14 January 2024"),
    (row) => (row.days_until_due = null),
    (row) => Object.assign(row, { state: "overdue", days_until_due: 3 }),
    (row) => delete row.as_at,
    (row) => (row.nickname = "x"),
  ];
  for (const change of changes) {
    const document = register(books[0]);
    change(document.pages.find((row) => row.next_review_due));
    assert.ok(!validate(document), String(change));
  }
});
