// Which entities are named by the most papers?
// $kind: text = method -- method, dataset, repository, task or metric
// $limit: integer = 25 -- most rows
// returns name, papers, proposed_by
MATCH (e:Method|Dataset|Repository|Task|Metric)
WHERE e.graph = $graph AND e.kind = $kind AND e.papers > 1
RETURN e.name AS name, e.papers AS papers, e.first_paper AS proposed_by
ORDER BY papers DESC, name LIMIT $limit
