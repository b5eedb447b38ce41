namespace HealthWarehouse.Catalogue;

/// <summary>
/// How episodes are given to persons by exact tokens (catalogue/matching/exact.yaml): rules in order of trust. <c>Sexes</c> are the codes
/// of sex that tell two persons with one number apart.
/// </summary>
public sealed record MatchingRules(string About, IReadOnlyList<string> Sexes, IReadOnlyList<MatchingRule> Rules,
    TwoPeople TwoPeople);

/// <summary>
/// When two records under one episode code are of two people: so many of name, sex, birth and citizen number differ, or
/// <c>DifferWithCode</c> of them where the facility's own number of the patient is the same. The same citizen number is the same person
/// whatever else differs; what is not known does not differ.
/// </summary>
public sealed record TwoPeople(IReadOnlyList<TokenPart> Name, int Differ, int DifferWithCode);

/// <summary>
/// One rule: equal tokens over these parts mean the same person, if the sex is the same. A rule that <c>merges</c> binds an episode to
/// its person and may join two persons already known; by one that does not, an episode only leans on the one person known by that token.
/// </summary>
public sealed record MatchingRule(string Id, string Name, IReadOnlyList<TokenPart> Token, bool Merges);

/// <summary>One part of a token: a column and how its text is brought to one form.</summary>
public sealed record TokenPart(string Column, TokenForm Form = TokenForm.AsIs);

public enum TokenForm { AsIs, Folded, CitizenOnly, InsuranceNumber, FullDate }
