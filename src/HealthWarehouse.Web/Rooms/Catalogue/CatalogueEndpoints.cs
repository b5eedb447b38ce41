using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HealthWarehouse.Web.Rooms.Catalogue;

internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this IEndpointRouteBuilder app)
    {
        var lists = app.MapGroup("/api/v1/catalogue/lists").WithTags("Danh mục");
        lists.MapGet("/", (CatalogueFiles catalogue) =>
            catalogue.Lists.Values.Select(l =>
            new ListCard(l.Declaration.Id, l.Declaration.Name, l.Declaration.Act, l.Count, l.Declaration.Complete)))
            .WithSummary("Các danh mục mã");
        lists.MapGet("/{id}", Codes).WithSummary("Mã của một danh mục, hiệu lực vào một ngày");
    }

    private static Results<Ok<IEnumerable<CodeEntry>>, NotFound> Codes(string id, CatalogueFiles catalogue, DateOnly? on = null) =>
        catalogue.Lists.TryGetValue(id, out var list)
            ? TypedResults.Ok(list.Entries.Where(e => on is null || e.HoldsOn(on.Value)).OrderBy(e => e.Code, StringComparer.Ordinal)
                .AsEnumerable())
            : TypedResults.NotFound();

    internal sealed record ListCard(string Id, string Name, string Act, int Codes, bool Complete);
}
