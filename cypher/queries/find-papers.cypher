// Which papers have a text in their title or abstract? Newest first.
// $text: text -- part of a title or abstract
// $limit: integer = 25 -- most rows
// returns paper, title, year
MATCH (p:Paper {graph: $graph})
WHERE toLower(p.title) CONTAINS toLower($text) OR toLower(p.abstract) CONTAINS toLower($text)
RETURN p.id AS paper, p.title AS title, p.year AS year
ORDER BY coalesce(year, 0) DESC, paper LIMIT $limit
