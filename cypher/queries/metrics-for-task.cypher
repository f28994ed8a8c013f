// In which metrics do papers on a task report?
// $task: text -- name of a task, or one of its aliases
// $limit: integer = 25 -- most rows
// returns metric, papers
MATCH (t:Task {graph: $graph})<-[:ADDRESSES]-(p:Paper)-[:REPORTS]->(m:Metric)
WHERE toLower($task) IN t.names
RETURN m.name AS metric, count(DISTINCT p.id) AS papers
ORDER BY papers DESC, metric LIMIT $limit
