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
