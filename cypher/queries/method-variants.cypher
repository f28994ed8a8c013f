// Which versions, sizes and variants of a method are there, and of what is it one?
// $method: text -- name of a method, or one of its aliases
// $limit: integer = 25 -- most rows
// returns variant, of, papers
MATCH (v:Method {graph: $graph})-[:VARIANT_OF]->(m:Method)
WHERE toLower($method) IN m.names OR toLower($method) IN v.names
RETURN v.name AS variant, m.name AS of, v.papers AS papers
ORDER BY papers DESC, variant, of LIMIT $limit
