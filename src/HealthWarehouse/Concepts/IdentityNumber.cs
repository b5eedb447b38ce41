namespace HealthWarehouse.Concepts;

/// <summary>What kind of paper the multi-purpose field SO_CCCD holds.</summary>
public enum IdentityKind { Citizen, OldCard, Passport, Other }

/// <summary>
/// A number from the field SO_CCCD: 12 digits (số định danh cá nhân), 9 digits (CMND), a letter with 7 digits (hộ chiếu)
/// or something else (tài khoản định danh). The kind is kept because the field is never trusted alone.
/// </summary>
public sealed record IdentityNumber
{
    private IdentityNumber(string text, IdentityKind kind) => (Text, Kind) = (text, kind);

    /// <summary>The number itself: ask for it on purpose, never log it.</summary>
    public string Text { get; }

    public IdentityKind Kind { get; }

    /// <summary>Sex told by the fourth digit of a citizen id (even = male), null for other papers. Rule of NĐ 137/2015/NĐ-CP.</summary>
    public Sex? Sex => Kind is IdentityKind.Citizen ? (Century % 2 == 0 ? Concepts.Sex.Male : Concepts.Sex.Female) : null;

    /// <summary>Birth year told by a citizen id, null for other papers.</summary>
    public int? BirthYear => Kind is IdentityKind.Citizen ? 1900 + Century / 2 * 100 + (Text[4] - '0') * 10 + (Text[5] - '0') : null;

    private int Century => Text[3] - '0';

    public static bool TryParse(string? text, [NotNullWhen(true)] out IdentityNumber? number)
    {
        number = text?.Trim() is { Length: > 0 } t ? new(t, KindOf(t)) : null;
        return number is not null;
    }

    /// <summary>Masked, so that a log line or an error page never shows a whole number.</summary>
    public override string ToString() => Masking.Number(Text);

    private static IdentityKind KindOf(string text) => text switch
    {
        { Length: 12 } when text.All(char.IsAsciiDigit) => IdentityKind.Citizen,
        { Length: 9 } when text.All(char.IsAsciiDigit) => IdentityKind.OldCard,
        { Length: 8 } when char.IsAsciiLetterUpper(text[0]) && text.Skip(1).All(char.IsAsciiDigit) => IdentityKind.Passport,
        _ => IdentityKind.Other,
    };
}
