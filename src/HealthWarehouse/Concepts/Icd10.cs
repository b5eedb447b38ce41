namespace HealthWarehouse.Concepts;

/// <summary>An ICD-10 code in its one spelling: capital letters, a dot after the third character (A00.0, I10, U07.1).</summary>
public readonly record struct Icd10(string Code)
{
    /// <summary>The three-character category, on which the statutory groups are built.</summary>
    public string Category => Code[..3];

    /// <summary>Accepts the spellings met in practice: lower case, missing dot, dagger or asterisk at the end.</summary>
    public static bool TryParse(string? text, out Icd10 icd)
    {
        icd = default;
        var t = text?.Trim().TrimEnd('*', '†', '+').ToUpperInvariant();
        if (t is [_, _, _, '.', ..]) t = t.Remove(3, 1);
        if (t is null || t.Length is < 3 or > 6 || !char.IsAsciiLetterUpper(t[0]) || !char.IsAsciiDigit(t[1])
            || !t.AsSpan(2).ToString().All(char.IsAsciiLetterOrDigit))
            return false;
        icd = new(t.Length == 3 ? t : $"{t[..3]}.{t[3..]}");
        return true;
    }

    public override string ToString() => Code;
}
