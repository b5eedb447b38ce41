namespace HealthWarehouse.Catalogue;

/// <summary>How episodes are given to persons by exact tokens (catalogue/matching/exact.yaml): rules in order of trust.</summary>
public sealed record MatchingRules(string About, string Table, IReadOnlyList<MatchingRule> Rules, TwoPeople TwoPeople);

/// <summary>
/// When two records under one episode code are of two people: so many of name, sex, birth and citizen number differ, or <c>DifferWithCode</c> of them where the
/// facility's own number of the patient is the same. The same citizen number is the same person whatever else differs; what is not known does not differ.
/// </summary>
public sealed record TwoPeople(IReadOnlyList<TokenPart> Name, int Differ, int DifferWithCode);

/// <summary>
/// One rule: equal tokens over these parts mean the same person, unless a column named in <c>agree</c> says otherwise.
/// A rule that <c>merges</c> may join two persons already known; one that does not only gives the episode to the person.
/// </summary>
public sealed record MatchingRule(string Id, string Name, IReadOnlyList<TokenPart> Token, bool Merges, IReadOnlyList<string> Agree);

/// <summary>One part of a token: a column and how its text is brought to one form.</summary>
public sealed record TokenPart(string Column, TokenForm Form = TokenForm.AsIs);

public enum TokenForm { AsIs, Folded, CitizenOnly, InsuranceNumber, FullDate }
