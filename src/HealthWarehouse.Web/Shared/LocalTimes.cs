using System.Text.Json;
using System.Text.Json.Serialization;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Times of the records are those of clocks in Việt Nam; every answer says so with their offset, as RFC 3339 asks of a date-time.
/// </summary>
internal sealed class LocalTimes : JsonConverter<DateTime>
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToOffset(Vietnam).DateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(
        value.Kind is DateTimeKind.Utc ? new DateTimeOffset(value).ToOffset(Vietnam)
        : new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Unspecified), Vietnam));
}
