using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using HealthWarehouse.Concepts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Looks at what an address gives a page before the page does: a value that is no number, no yes or no, no day is the asker's mistake and
/// is told in words.
/// </summary>
internal static class PageParameters
{
    private static readonly ConcurrentDictionary<Type, (string Name, Type Type)[]> Known = new();

    public static void UsePageParameters(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is { } page)
            foreach (var (name, type) in Known.GetOrAdd(page.Type, Of))
                foreach (var value in http.Request.Query[name])
                    if (value is { Length: > 0 } && !IsA(type, value)) throw new RefusedException(
                        $"Địa chỉ có '{name}={Short(value)}' không đọc được: '{name}' phải là {Words(type)}. Hãy bỏ nó khỏi địa chỉ hoặc " +
                            "mở lại trang từ trình đơn.");
        return next(http);
    });

    private static (string, Type)[] Of(Type page) =>
        [.. page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(p => (Property: p, Query: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>())).Where(p => p.Query is not null)
            .Select(p =>
                (p.Query!.Name ?? p.Property.Name, Nullable.GetUnderlyingType(p.Property.PropertyType) ?? p.Property.PropertyType))
                .Where(p => p.Item2 != typeof(string) && p.Item2.IsValueType)];

    private static bool IsA(Type type, string value)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is { } read
                && (read is not DateOnly day || TypedDay.IsCounted(day));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Words(Type type) => type == typeof(bool) ? "true hoặc false" : type == typeof(DateOnly)
        || type == typeof(DateTime) ? "ngày dạng 2026-11-25" : type == typeof(Guid) ? "mã định danh" : "số";

    private static string Short(string value) => value.Length > 40 ? value[..40] : value;
}
