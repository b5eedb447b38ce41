namespace HealthWarehouse.Store.Batches;

public enum ColumnType { Text, Int, Long, Number, Date, Instant, Flag, Bytes, Uuid }

/// <summary>A column of a table: its name, its type and, for numbers, the digits behind the point.</summary>
public sealed record ColumnSpec(string Name, ColumnType Type, int Scale = 0)
{
    /// <summary>The type in SQL, the same words on both engines (PostgreSQL knows <c>blob</c> as a domain).</summary>
    public string SqlType => Type switch
    {
        ColumnType.Text => "varchar",
        ColumnType.Int => "integer",
        ColumnType.Long => "bigint",
        ColumnType.Number => $"decimal(18,{Scale})",
        ColumnType.Date => "date",
        ColumnType.Instant => "timestamp",
        ColumnType.Flag => "boolean",
        ColumnType.Bytes => "blob",
        _ => "uuid",
    };
}

/// <summary>A table the house writes in bulk.</summary>
public sealed record TableSpec(string Name, IReadOnlyList<ColumnSpec> Columns)
{
    public string CreateSql(string name, bool temporary = false) =>
        $"create {(temporary ? "temporary " : "")}table if not exists {name} " +
            $"({string.Join(", ", Columns.Select(c => $"{c.Name} {c.SqlType}"))})";
}
