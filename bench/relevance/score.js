// How well an engine finds the one right page of each query.

/** nDCG@10, mean reciprocal rank, recall@10 and the share of queries that find nothing. */
export async function score(find, queries, form) {
  const asked = queries.filter((query) => query[form]);
  let ndcg = 0, mrr = 0, recall = 0, empty = 0;
  const missed = [];
  for (const query of asked) {
    const found = await find(query[form]);
    const rank = found.indexOf(query.page) + 1;
    if (!found.length) empty++;
    if (rank) {
      ndcg += 1 / Math.log2(rank + 1);
      mrr += 1 / rank;
      recall++;
    }
    if (rank !== 1) missed.push([query.id, query[form], query.page, rank, found.slice(0, 3)]);
  }
  const share = (sum) => sum / asked.length;
  return { queries: asked.length, ndcg: share(ndcg), mrr: share(mrr), recall: share(recall), empty: share(empty), missed };
}

/**
 * The nDCG@10 that an engine reaches at best when it cannot tell pages apart that have the very same title or heading, and how many
 * queries are one that several pages have.
 */
export function ceiling(documents, queries, form) {
  const bare = (text) => text.replace(/\{[^}]*\}/g, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const pages = new Map();
  for (const { title, headings } of documents) {
    for (const heading of new Set([title, ...headings.split("\n")].map(bare))) pages.set(heading, (pages.get(heading) ?? 0) + 1);
  }
  const asked = queries.filter((query) => query[form]);
  const alike = asked.map((query) => Math.max(1, pages.get(bare(query[form])) ?? 1));
  // The right page is as likely on each of so many ranks.
  const mean = (count) => Array.from({ length: Math.min(count, 10) }, (_, at) => 1 / Math.log2(at + 2)).reduce((sum, gain) => sum + gain) / count;
  const sum = alike.reduce((sum, count) => sum + mean(count), 0);
  return { ndcg: sum / asked.length, shared: alike.filter((count) => count > 1).length };
}
