namespace HealthWarehouse.Concepts;

/// <summary>What somebody typed is not right, in words, and which field of the form says so.</summary>
public sealed class FieldException(string field, string words, Exception? inner = null) : RefusedException(words, inner)
{
    public string Field { get; } = field;
}
