using System.Reflection;
using HealthWarehouse.Analyse;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Vocabularies;
using Microsoft.OData.ModelBuilder;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// OData v4 at /odata for Excel and Power BI: one entity set a feed, its columns from the declared dimensions and measures.
/// </summary>
internal static class FeedSetup
{
    private const int MostRows = 100_000;

    public static void AddFeeds(this IServiceCollection services, Analyse.Feeds feeds)
    {
        var sets = feeds.All.ToDictionary(f => FeedTypes.Make(f), f => f);
        services.AddSingleton(feeds).AddSingleton(new FeedSets(sets)).AddSingleton<IStartupFilter, OldFeedNames>();
        services.AddSingleton<IApplicationModelProvider>(new Names(sets));
        services.AddControllers(options => options.Filters.Add(new MetadataQuery()))
            .ConfigureApplicationPartManager(parts =>
            {
                parts.ApplicationParts.Clear();
                parts.FeatureProviders.Add(new Controllers(sets.Keys));
            })
            .AddOData(options => options.AddRouteComponents("odata", Model(sets, feeds.Book),
                    services => services.AddSingleton<SkipTokenHandler, FeedPages>())
                .Select().Filter().OrderBy().Count().SetMaxTop(MostRows));
        // That of the controllers writes nothing where they are not made for an API: an absent row would have no words.
        services.Remove(services.Single(s => s.ServiceType == typeof(IProblemDetailsWriter)
            && s.ImplementationType?.Assembly == typeof(Microsoft.AspNetCore.Mvc.ControllerBase).Assembly));
    }

    private static IEdmModel Model(IReadOnlyDictionary<Type, Feed> sets, MeasureBook book)
    {
        var builder = new ODataConventionModelBuilder(new RowsOnly(sets.Keys)) { Namespace = "KhoYTe", ContainerName = "Feeds" };
        foreach (var (type, feed) in sets)
        {
            var entity = builder.AddEntityType(type);
            entity.Name = $"{feed.Name}_row";
            entity.Namespace = "KhoYTe";
            entity.HasKey(type.GetProperty("Id")!);
            builder.AddEntitySet(feed.Name, entity);
        }
        var model = (EdmModel)builder.GetEdmModel();
        foreach (var (_, feed) in sets) Describe(model, feed, book);
        return model;
    }

    /// <summary>Says in words what a set and its columns are, where programmes look for it (Core.Description).</summary>
    private static void Describe(EdmModel model, Feed feed, MeasureBook book)
    {
        var set = model.EntityContainer.FindEntitySet(feed.Name);
        model.SetDescriptionAnnotation(set, feed.Title);
        foreach (var property in set.EntityType.DeclaredStructuralProperties())
            if (feed.Measures.Contains(property.Name))
                model.SetDescriptionAnnotation(property, book.Card(property.Name) is var m ? $"{m.Name} ({m.Unit}). {m.Meaning}" : "");
            else if (feed.By.Contains(property.Name)) model.SetDescriptionAnnotation(property, $"Mã {book.NameOfDimension(property.Name)}");
            else if (property.Name.EndsWith("_name", StringComparison.Ordinal))
                model.SetDescriptionAnnotation(property, book.NameOfDimension(property.Name[..^"_name".Length]));
    }

    /// <summary>
    /// Looks for derived types among the rows alone: going through every type of every library takes a good part of the start.
    /// </summary>
    private sealed class RowsOnly(IEnumerable<Type> rows) : IAssemblyResolver
    {
        public IEnumerable<Assembly> Assemblies { get; } = [.. rows.Select(r => r.Assembly).Distinct()];
    }

    /// <summary>A controller for every feed, and no other.</summary>
    private sealed class Controllers(IEnumerable<Type> rows) : IApplicationFeatureProvider<ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
        {
            feature.Controllers.Add(typeof(Microsoft.AspNetCore.OData.Routing.Controllers.MetadataController).GetTypeInfo());
            foreach (var row in rows) feature.Controllers.Add(typeof(FeedController<>).MakeGenericType(row).GetTypeInfo());
        }
    }

    /// <summary>Controllers carry the name of their entity set, before the routes of OData are made from it.</summary>
    private sealed class Names(IReadOnlyDictionary<Type, Feed> sets) : IApplicationModelProvider
    {
        public int Order => -500;

        public void OnProvidersExecuting(ApplicationModelProviderContext context)
        {
            foreach (var controller in context.Result.Controllers.Where(c => c.ControllerType.IsGenericType))
                controller.ControllerName = sets[controller.ControllerType.GenericTypeArguments[0]].Name;
        }

        public void OnProvidersExecuted(ApplicationModelProviderContext context)
        {
        }
    }
}

/// <summary>Which feed a row type belongs to.</summary>
internal sealed record FeedSets(IReadOnlyDictionary<Type, Feed> ByType);
