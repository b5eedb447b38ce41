using System.Data;
using Dapper;

namespace HealthWarehouse.Store;

/// <summary>Values the engines hand over in different shapes, brought to the one the records ask for.</summary>
internal static class DapperTypes
{
    public static void Register()
    {
        SqlMapper.AddTypeHandler(new DateOnlyHandler());
        SqlMapper.AddTypeHandler(new UtcHandler());
        SqlMapper.AddTypeHandler(new GuidHandler());
    }

    private sealed class DateOnlyHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;

        public override DateOnly Parse(object value) => value switch
        {
            DateOnly day => day,
            DateTime time => DateOnly.FromDateTime(time),
            string text => DateOnly.Parse(text, CultureInfo.InvariantCulture),
            _ => throw new InvalidCastException($"{value.GetType()} không phải là ngày."),
        };
    }

    /// <summary>Instants are kept in UTC; SQLite keeps them as ISO text, which sorts.</summary>
    private sealed class UtcHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
            parameter.Value = parameter is Microsoft.Data.Sqlite.SqliteParameter
                ? value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
                : parameter is Npgsql.NpgsqlParameter ? value.ToUniversalTime() : value.UtcDateTime;

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset instant => instant,
            DateTime time => new(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
            string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            _ => throw new InvalidCastException($"{value.GetType()} không phải là thời điểm."),
        };
    }

    private sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value) =>
            parameter.Value = parameter is Microsoft.Data.Sqlite.SqliteParameter ? value.ToString() : value;

        public override Guid Parse(object value) => value is Guid guid ? guid : Guid.Parse((string)value);
    }
}
