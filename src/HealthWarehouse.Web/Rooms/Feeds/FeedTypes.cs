using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using HealthWarehouse.Analyse;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// A class made at start for the rows of a feed, since its columns are declared and not coded: Id, a code and a name a dimension, a value a
/// measure.
/// </summary>
internal static class FeedTypes
{
    private static readonly ModuleBuilder Module =
        AssemblyBuilder.DefineDynamicAssembly(new("HealthWarehouse.Feeds"), AssemblyBuilderAccess.Run).DefineDynamicModule("rows");

    public static Type Make(Feed feed)
    {
        lock (Module)
        {
            var name = $"HealthWarehouse.Feeds.Row_{feed.Name}_{Guid.NewGuid():N}";
            var type = Module.DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed);
            Property(type, "Id", typeof(string));
            foreach (var dimension in feed.By)
            {
                Property(type, dimension, typeof(string));
                if (dimension != "month") Property(type, $"{dimension}_name", typeof(string));
            }
            foreach (var measure in feed.Measures) Property(type, measure, typeof(decimal?));
            Property(type, Hidden, typeof(string));
            Property(type, LeavesOut, typeof(string));
            return type.CreateType();
        }
    }

    /// <summary>Makes a row of a figure and what its answer leaves out, compiled once a feed.</summary>
    public static Func<Figure, string?, T> Maker<T>(Feed feed)
    {
        var (figure, leavesOut) = (Expression.Parameter(typeof(Figure)), Expression.Parameter(typeof(string)));
        var keys = Expression.Property(figure, nameof(Figure.Keys));
        var values = Expression.Property(figure, nameof(Figure.Values));
        Expression Key(int i, string part) =>
            Expression.Property(Expression.Property(keys, typeof(IReadOnlyList<Member>).GetProperty("Item")!, Expression.Constant(i)),
            part);
        var id = Expression.Call(typeof(FeedTypes).GetMethod(nameof(IdOf), BindingFlags.NonPublic | BindingFlags.Static)!, figure);
        var bindings = feed.By.SelectMany((d, i) =>
            new[] { (d, Value: Key(i, nameof(Member.Code))), (d: $"{d}_name", Value: Key(i, nameof(Member.Name))) })
            .Concat(feed.Measures.Select((m, i) =>
                (m, (Expression)Expression.Property(values, typeof(IReadOnlyList<decimal?>).GetProperty("Item")!, Expression.Constant(i)))))
            .Append((Hidden,
                Expression.Call(typeof(FeedTypes).GetMethod(nameof(HiddenOf), BindingFlags.NonPublic | BindingFlags.Static)!, figure,
                Expression.Constant(feed)))).Append((LeavesOut, leavesOut)).Prepend(("Id", id))
                .Where(b => typeof(T).GetProperty(b.Item1) is not null)
                .Select(b => Expression.Bind(typeof(T).GetProperty(b.Item1)!, b.Item2));
        return Expression.Lambda<Func<Figure, string?, T>>(Expression.MemberInit(Expression.New(typeof(T)), bindings), figure, leavesOut)
            .Compile();
    }

    /// <summary>Names the measures of a row that are hidden because they count too few: their null is not unknown.</summary>
    private const string Hidden = "hidden_measures";

    /// <summary>Says in words what records the figures do not count.</summary>
    private const string LeavesOut = "leaves_out";

    private static string? HiddenOf(Figure figure, Feed feed) =>
        figure.Hidden is null ? null : string.Join(' ', feed.Measures.Where((_, i) => figure.Hides(i)));

    internal static string IdOf(Figure figure) => string.Join('~', figure.Keys.Select(k => k.Code ?? Question.Unknown));

    private static void Property(TypeBuilder type, string name, Type of)
    {
        var field = type.DefineField($"_{name}", of, FieldAttributes.Private);
        var property = type.DefineProperty(name, PropertyAttributes.None, of, null);
        const MethodAttributes access = MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.HideBySig;
        var get = type.DefineMethod($"get_{name}", access, of, Type.EmptyTypes);
        var il = get.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, field);
        il.Emit(OpCodes.Ret);
        var set = type.DefineMethod($"set_{name}", access, null, [of]);
        il = set.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, field);
        il.Emit(OpCodes.Ret);
        property.SetGetMethod(get);
        property.SetSetMethod(set);
    }
}
