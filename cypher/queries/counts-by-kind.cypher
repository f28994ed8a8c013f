// How many entities of each kind are there, and how many are named by one paper only?
// returns kind, entities, in_one_paper, most_papers
MATCH (e:Method|Dataset|Repository|Task|Metric)
WHERE e.graph = $graph
RETURN e.kind AS kind, count(*) AS entities, sum(CASE WHEN e.papers = 1 THEN 1 ELSE 0 END) AS in_one_paper,
  max(e.papers) AS most_papers
ORDER BY entities DESC, kind
