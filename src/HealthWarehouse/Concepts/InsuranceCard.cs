namespace HealthWarehouse.Concepts;

/// <summary>
/// Thẻ bảo hiểm y tế, 15 characters: two letters of the group, the benefit digit, two digits of the province, ten digits of the
/// social-insurance number (QĐ 1351/QĐ-BHXH). A newborn's temporary card is TE1 + province + ten digits, the same shape.
/// </summary>
public sealed record InsuranceCard
{
    private InsuranceCard(string text) => Text = text;

    /// <summary>The whole card number: ask for it on purpose, never log it.</summary>
    public string Text { get; }

    public string Group => Text[..2];

    /// <summary>Benefit level 1–5.</summary>
    public char Level => Text[2];

    public string ProvinceCode => Text[3..5];

    /// <summary>Mã số BHXH: the last ten digits stay with the person through every new card.</summary>
    public string InsuranceNumber => Text[5..];

    public static bool TryParse(string? text, [NotNullWhen(true)] out InsuranceCard? card)
    {
        card = text?.Trim().ToUpperInvariant() is { Length: 15 } t && char.IsAsciiLetter(t[0]) && char.IsAsciiLetter(t[1])
            && t[2] is >= '1' and <= '5'
            && t.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0 ? new(t) : null;
        return card is not null;
    }

    public override string ToString() => Masking.Number(Text);
}
