using System.ComponentModel;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;

namespace HealthWarehouse.Web.Shared;

/// <summary>What the framework could not read of a request, in words that name it: the parameter that is missing or unreadable.</summary>
internal static partial class UnreadRequests
{
    public static string Words(BadHttpRequestException fault) =>
        Missing().Match(fault.Message) is { Success: true } missing ? $"Thiếu tham số '{missing.Groups[1].Value}'."
        : Unread().Match(fault.Message) is { Success: true } unread
            ? Words(unread.Groups[1].Value, unread.Groups[2].Value)
        : "Máy chủ không hiểu được yêu cầu này.";

    /// <summary>Of a parameter that may be left out the framework says no more than its status; null where none was unreadable.</summary>
    public static string? Words(HttpContext http)
    {
        var known = http.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [];
        foreach (var parameter in known.Where(p => p.HasTryParse))
            if (http.Request.Query[parameter.Name].ToString() is { Length: > 0 } value
                && !Reads(parameter.ParameterInfo.ParameterType, value))
                return Words(parameter.Name, value);
        return null;
    }

    private static bool Reads(Type type, string value) =>
        TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).IsValid(value);

    private static string Words(string name, string value) => $"Tham số '{name}' có giá trị '{Short(value)}' không đọc được.";

    private static string Short(string value) => value.Length > 40 ? value[..40] : value;

    [GeneratedRegex("^Required parameter \"\\S+ (\\w+)\" was not provided")] private static partial Regex Missing();
    [GeneratedRegex("^Failed to bind parameter \"\\S+ (\\w+)\" from \"(.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Unread();
}
