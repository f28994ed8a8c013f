// What is called like this? Entities whose name contains a text.
// $text: text -- part of a name or title
// $limit: integer = 25 -- most rows
// returns kind, name, papers, id
MATCH (e:Method|Dataset|Repository|Task|Metric)
WHERE e.graph = $graph AND toLower(e.name) CONTAINS toLower($text)
RETURN e.kind AS kind, e.name AS name, e.papers AS papers, e.id AS id
ORDER BY papers DESC, kind, name, id LIMIT $limit
