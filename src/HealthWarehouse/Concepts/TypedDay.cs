namespace HealthWarehouse.Concepts;

/// <summary>
/// A day as a person, a form or an address writes it: yyyy-MM-dd, in the years periods are of, so that every term and time zone has room.
/// </summary>
public static class TypedDay
{
    public static bool IsCounted(DateOnly day) => day >= Period.Ever.Start && day <= Period.Ever.End;

    public static bool TryParse(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && IsCounted(day);

    /// <summary>The day written, null where nothing is; refused, by its field where that is known, when it is none.</summary>
    public static DateOnly? Of(string? text, string? field = null)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (TryParse(text, out var day)) return day;
        var words = $"'{text.Trim()}' không phải ngày.";
        throw field is null ? new RefusedException(words) : new FieldException(field, words);
    }
}
