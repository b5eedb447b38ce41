namespace HealthWarehouse.Catalogue;

/// <summary>How episodes are given to persons by exact tokens (catalogue/matching/exact.yaml): rules in order of trust.</summary>
public sealed record MatchingRules(string About, string Table, IReadOnlyList<MatchingRule> Rules);

/// <summary>
/// One rule: equal tokens over these parts mean the same person, unless a column named in <c>agree</c> says otherwise.
/// A rule that <c>merges</c> may join two persons already known; one that does not only gives the episode to the person.
/// </summary>
public sealed record MatchingRule(string Id, string Name, IReadOnlyList<TokenPart> Token, bool Merges, IReadOnlyList<string> Agree);

/// <summary>One part of a token: a column and how its text is brought to one form.</summary>
public sealed record TokenPart(string Column, TokenForm Form = TokenForm.AsIs);

public enum TokenForm { AsIs, Folded, CitizenOnly, InsuranceNumber, FullDate }
