// Which methods do papers on a task use?
// $task: text -- name of a task, or one of its aliases
// $limit: integer = 25 -- most rows
// returns method, papers, proposed_by
MATCH (t:Task {graph: $graph})<-[:ADDRESSES]-(p:Paper)-[:PROPOSES|USES|COMPARES_WITH]->(m:Method)
WHERE toLower($task) IN t.names
RETURN m.name AS method, count(DISTINCT p.id) AS papers, m.first_paper AS proposed_by
ORDER BY papers DESC, method, proposed_by LIMIT $limit
