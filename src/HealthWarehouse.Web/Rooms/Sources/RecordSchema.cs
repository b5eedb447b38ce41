using System.Text.Json.Nodes;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Sources;

/// <summary>The records of a contract as a JSON Schema (2020-12), made of its declaration, and an example of them.</summary>
internal static class RecordSchema
{
    private const int LongestList = 60;

    public static JsonObject Of(Contract contract, CatalogueFiles catalogue, DateOnly today)
    {
        var record = contract.Format is ContractFormat.Envelope
            ? Object(contract.Tables.Values.Select(t =>
                (t.Code, (JsonNode)Many(Row(t, catalogue, today), t.About), t.Code == contract.Main)))
            : Row(contract[contract.Main], catalogue, today);
        var schema = Around(contract.Records, Many(record, contract.About));
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["$id"] = $"/api/v1/contracts/{contract.Code}/schema";
        schema["title"] = contract.Name;
        return schema;
    }

    /// <summary>A document with one record of the examples of the fields.</summary>
    public static JsonNode Example(Contract contract)
    {
        var record = new JsonObject();
        foreach (var field in contract[contract.Main].Fields.Where(f => f.Example is not null)) Put(record, Names(field), field.Example!);
        JsonNode document = new JsonArray(record);
        foreach (var name in Pointer(contract.Records).Reverse()) document = new JsonObject { [name] = document };
        return document;
    }

    private static JsonObject Row(Table table, CatalogueFiles catalogue, DateOnly today)
    {
        var row = Object([]);
        foreach (var field in table.AllFields)
        {
            var at = row;
            var names = Names(field);
            foreach (var name in names[..^1]) at = Inside(at, name);
            at["properties"]![names[^1]] = Value(field, catalogue, today);
            if (field.Required && names.Length == 1) ((JsonArray)row["required"]!).Add(names[0]);
        }
        return row;
    }

    private static JsonObject Inside(JsonObject schema, string name)
    {
        if (schema["properties"]![name] is JsonObject known) return known;
        var inside = Object([]);
        schema["properties"]![name] = inside;
        return inside;
    }

    private static JsonObject Object(IEnumerable<(string Name, JsonNode Schema, bool Required)> properties)
    {
        var (all, needed) = (new JsonObject(), new JsonArray());
        foreach (var (name, schema, required) in properties)
        {
            all[name] = schema;
            if (required) needed.Add(name);
        }
        return new() { ["type"] = "object", ["properties"] = all, ["required"] = needed };
    }

    private static JsonObject Many(JsonObject items, string about) =>
        new() { ["type"] = "array", ["description"] = about, ["items"] = items };

    private static JsonObject Around(string pointer, JsonObject schema)
    {
        foreach (var name in Pointer(pointer).Reverse()) schema = Object([(name, schema, true)]);
        return schema;
    }

    private static JsonObject Value(Field field, CatalogueFiles catalogue, DateOnly today)
    {
        var value = new JsonObject
        {
            ["type"] = field.Type is FieldType.Integer or FieldType.Number
                ? new JsonArray(field.Type is FieldType.Integer ? "integer" : "number", "string") : "string",
            ["description"] = $"{field.About}. Kiểu: {FieldWords.Type(field)}." + (field.Synonyms is { Count: > 0 } synonyms
                ? $" Cũng gọi là: {string.Join("; ", synonyms)}." : ""),
        };
        if (field.Max is { } max && !field.IsDate && field.Type is FieldType.Text or FieldType.Code) value["maxLength"] = max;
        if (field.Example is { } example) value["examples"] = new JsonArray(example);
        if (field.List is not { } list) return value;
        value["$comment"] = $"Danh mục {list}: {catalogue.Lists[list].Declaration.Name}";
        var codes = catalogue.Lists[list].Entries.Where(e => e.HoldsOn(today)).Select(e => e.Code).Distinct().ToArray();
        // only a list that is complete can say that another code is wrong, and only where codes are written in one way
        if (field.Type is FieldType.Code && codes.Length <= LongestList
            && catalogue.Lists[list].Declaration is { Complete: true, Spelling: Spelling.AsIs })
            value["enum"] = new JsonArray([.. codes.Select(c => (JsonNode)c)]);
        return value;
    }

    private static void Put(JsonObject record, string[] names, string value)
    {
        foreach (var name in names[..^1]) record = (JsonObject)(record[name] ??= new JsonObject());
        record[names[^1]] = value;
    }

    private static string[] Names(Field field) => field.From.StartsWith('/') ? [.. Pointer(field.From)] : [field.From];

    private static IEnumerable<string> Pointer(string pointer) =>
        pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Replace("~1", "/").Replace("~0", "~"));
}
