using System.Collections.Concurrent;
using System.Reflection;
using Dapper;

namespace HealthWarehouse.Store;

/// <summary>Arguments of a question as the SQL files write them, in small letters: SQLite tells @Sender from @sender.</summary>
internal static class Arguments
{
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> Shapes = new();

    public static DynamicParameters? Of(object? args)
    {
        if (args is null or DynamicParameters) return args as DynamicParameters;
        var parameters = new DynamicParameters();
        foreach (var (name, property) in Shapes.GetOrAdd(args.GetType(), t =>
            [.. t.GetProperties().Select(p => (p.Name.ToLowerInvariant(), p))]))
            parameters.Add(name, Utc(property.GetValue(args)));
        return parameters;
    }

    /// <summary>
    /// Instants go to every engine in UTC, whatever clock they were read from: PostgreSQL takes no other, and SQLite sorts them as text.
    /// </summary>
    private static object? Utc(object? value) => value is DateTimeOffset at ? at.ToUniversalTime() : value;
}
