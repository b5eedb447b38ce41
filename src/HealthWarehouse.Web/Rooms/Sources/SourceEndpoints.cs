using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Sheets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HealthWarehouse.Web.Rooms.Sources;

/// <summary>What is handed out of the contracts: templates, examples, schemas.</summary>
internal static class SourceEndpoints
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapSources(this IEndpointRouteBuilder app)
    {
        var contracts = app.MapGroup("/api/v1/contracts").WithTags("Hợp đồng dữ liệu");
        contracts.MapGet("/", (CatalogueFiles catalogue) => catalogue.Contracts.Values.Select(Card)).WithSummary("Các hợp đồng dữ liệu");
        contracts.MapGet("/{code}/schema", Schema).WithSummary("Hồ sơ của một hợp đồng theo JSON Schema");
        app.MapGet("/nguon-du-lieu/{code}/mau", (string code, CatalogueFiles catalogue, TimeProvider clock) =>
            Sheet(code, catalogue, clock, withExample: false)).ExcludeFromDescription();
        app.MapGet("/nguon-du-lieu/{code}/vi-du", Example).ExcludeFromDescription();
    }

    private static Results<JsonHttpResult<JsonObject>, NotFound> Schema(string code, CatalogueFiles catalogue, TimeProvider clock) =>
        catalogue.Contracts.TryGetValue(code, out var contract)
            ? TypedResults.Json(RecordSchema.Of(contract, catalogue, Today(clock)), Readable, "application/schema+json")
            : TypedResults.NotFound();

    private static async Task<IResult> Example(string code, CatalogueFiles catalogue, TimeProvider clock) =>
        catalogue.Contracts.GetValueOrDefault(code) switch
        {
            { Format: ContractFormat.Sheet } => await Sheet(code, catalogue, clock, withExample: true),
            { Format: ContractFormat.Json } c =>
                File(RecordSchema.Example(c).ToJsonString(Readable), "application/json", $"vi-du-{code}.json"),
            { Format: ContractFormat.Xml } c => File(Xml(c).ToString(), "application/xml", $"vi-du-{code}.xml"),
            _ => TypedResults.NotFound(),
        };

    private static FileContentHttpResult File(string text, string type, string name) =>
        TypedResults.File(Encoding.UTF8.GetBytes(text), type, name);

    /// <summary>One record under the elements the contract names.</summary>
    private static XElement Xml(Contract contract)
    {
        string[] path = [.. contract.Records.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        if (path.Length == 0) path = ["records", "record"];
        var record = new XElement(path[^1], contract[contract.Main].Fields.Where(f => f.Example is not null)
            .Select(f => new XElement(XmlName(f.From), f.Example)));
        return path[..^1].Reverse().Aggregate(record, (inside, name) => new(name, inside));
    }

    private static string XmlName(string from) => System.Xml.XmlConvert.EncodeLocalName(from)!;

    private static async Task<IResult> Sheet(string code, CatalogueFiles catalogue, TimeProvider clock, bool withExample)
    {
        if (!catalogue.Contracts.TryGetValue(code, out var contract) || contract.Format is not ContractFormat.Sheet)
            return TypedResults.NotFound();
        var book = new MemoryStream();
        await TemplateSheet.Write(contract, catalogue, Today(clock), withExample, book);
        return TypedResults.File(book.ToArray(), SheetWriter.ContentType, $"{(withExample ? "vi-du" : "mau")}-{code}.xlsx");
    }

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(7));

    private static ContractCard Card(Contract c) => new(c.Code, c.Name, c.About, c.Owner, ContractWords.Format(c.Format), c.Subject.Kind,
        ContractWords.Ends(c.Subject.Ends), c.Tables.Values.Sum(t => t.AllFields.Count));

    internal sealed record ContractCard(string Code, string Name, string About, string Owner, string Format, string Kind,
        string Ends, int Fields);
}
