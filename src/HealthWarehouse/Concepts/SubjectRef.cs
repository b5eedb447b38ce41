namespace HealthWarehouse.Concepts;

/// <summary>
/// A person as the desk of data protection names one: by the key of the person or of a record it came in, never by an identity.
/// </summary>
public readonly record struct SubjectRef(bool IsRecord, long Key)
{
    public static SubjectRef Person(long key) => new(false, key);

    public static SubjectRef Record(long key) => new(true, key);

    /// <summary>Reads <c>person/12</c>, <c>record/34</c>, or a number alone, which is a person.</summary>
    public static bool TryParse(string? text, out SubjectRef subject)
    {
        subject = default;
        var (kind, number) = text?.Trim().Split('/') switch { [var n] => ("person", n), [var k, var n] => (k, n), _ => ("", "") };
        if (kind is not ("person" or "record") || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            || key <= 0)
            return false;
        subject = new(kind == "record", key);
        return true;
    }

    public static SubjectRef Parse(string? text) => TryParse(text, out var subject) ? subject
        : throw new RefusedException("Hãy ghi mã người trong kho (person/12) hoặc mã bản ghi (record/34), không ghi danh tính.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsRecord ? "record" : "person")}/{Key}");
}
