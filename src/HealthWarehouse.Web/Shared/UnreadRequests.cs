using System.Text.RegularExpressions;

namespace HealthWarehouse.Web.Shared;

/// <summary>What the framework could not read of a request, in words that name it: the parameter that is missing or unreadable.</summary>
internal static partial class UnreadRequests
{
    public static string Words(BadHttpRequestException fault) =>
        Missing().Match(fault.Message) is { Success: true } missing ? $"Thiếu tham số '{missing.Groups[1].Value}'."
        : Unread().Match(fault.Message) is { Success: true } unread
            ? $"Tham số '{unread.Groups[1].Value}' có giá trị '{Short(unread.Groups[2].Value)}' không đọc được."
        : "Máy chủ không hiểu được yêu cầu này.";

    private static string Short(string value) => value.Length > 40 ? value[..40] : value;

    [GeneratedRegex("^Required parameter \"\\S+ (\\w+)\" was not provided")] private static partial Regex Missing();
    [GeneratedRegex("^Failed to bind parameter \"\\S+ (\\w+)\" from \"(.*)\"\\.$", RegexOptions.Singleline)] private static partial Regex Unread();
}
