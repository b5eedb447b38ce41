using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Makes the keyed tokens of a record by the declared matching rules; a rule whose parts are not all there, or not all in the table, makes
/// none.
/// </summary>
internal sealed class TokenRules(MatchingRules rules, IReadOnlyDictionary<string, string> person, TableBinding table)
{
    private readonly (MatchingRule Rule, (int Slot, TokenPart Part)[] Parts)[] _rules =
        [.. rules.Rules.Select(r => (r, r.Token.Select(p => (Slot(person, table, p.Column), p)).ToArray()))
            .Where(r => r.Item2.All(p => p.Item1 >= 0 || p.p.Column == Facility))];

    private readonly (int Slot, TokenPart Part)[] _name = [.. rules.TwoPeople.Name.Select(p => (Slot(person, table, p.Column), p))];

    private const string Facility = "facility_code";

    /// <summary>What a contract calls the column of sex under, among those of its persons.</summary>
    internal const string Sex = "sex";

    /// <summary>Where the table keeps what the rules call by a name of their own; -1 where it does not.</summary>
    private static int Slot(IReadOnlyDictionary<string, string> person, TableBinding table, string column) =>
        person.TryGetValue(column, out var own) ? table.SlotOf(own) : -1;

    public IEnumerable<(string Rule, Guid Token)> Of(BoundRow row, string? facility, Tokens tokens)
    {
        foreach (var (rule, parts) in _rules)
        {
            var values = parts.Select(p => p.Part.Column == Facility ? facility : Form(row.Text(p.Slot), p.Part.Form)).ToArray();
            if (values.All(v => v is not null)) yield return (rule.Id, tokens.Of(rule.Id, string.Join('\u001f', values)));
        }
    }

    /// <summary>
    /// The token of the name alone: it links nobody, and only tells whether two records under one code name the same person.
    /// </summary>
    public Guid? NameOf(BoundRow row, Tokens tokens)
    {
        var values = _name.Select(p => p.Slot < 0 ? null : Form(row.Text(p.Slot), p.Part.Form)).ToArray();
        return values.All(v => v is not null) ? tokens.Of("name", string.Join('\u001f', values)) : null;
    }

    private static string? Form(string? text, TokenForm form) => (text, form) switch
    {
        (null, _) => null,
        (_, TokenForm.Folded) => VietnameseText.Fold(text),
        (_, TokenForm.CitizenOnly) =>
            IdentityNumber.TryParse(text, out var id) && id.Kind is IdentityKind.Citizen && text.Distinct().Count() > 2 ? id.Text : null,
        (_, TokenForm.InsuranceNumber) => InsuranceCard.TryParse(text.Split(';')[^1], out var card)
            && card.InsuranceNumber.Any(c => c != '0') ? card.InsuranceNumber : null,
        (_, TokenForm.FullDate) =>
            PartialDate.TryParse(text, out var date) && date.Precision >= DatePrecision.Day ? date.ToString()[..8] : null,
        _ => text.Trim().ToUpperInvariant(),
    };
}
