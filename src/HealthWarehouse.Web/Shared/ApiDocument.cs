using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Measures;
using HealthWarehouse.Web.Rooms.Published;
using HealthWarehouse.Web.Rooms.Reports;
using HealthWarehouse.Web.Rooms.Security;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// The description of the API (/openapi/v1.json) as a contract: who may call what and how he proves himself, a name for every operation,
/// bodies, files, problems. The one place for what routes do not tell by themselves.
/// </summary>
internal sealed class ApiDocument(AccessTable access, AccessFile declared)
{
    private const string Key = "key", Token = "token", Session = "session", AppPassword = "appPassword", Csv = "text/csv";

    /// <summary>Files a route gives instead of JSON, by its parameter format.</summary>
    private static readonly Dictionary<string, IEnumerable<string>> Files = new()
    {
        ["GET /api/v1/query"] = FigureFiles.Types.Values,
        ["GET /api/v1/reports/{code}"] = ReportFiles.Types.Values,
        ["GET /api/v1/published/table"] = PublishedFiles.Types.Values,
        ["GET /api/v1/audit/export"] = AuditFiles.Types.Values,
        ["GET /api/v1/findings"] = [Csv],
        ["GET /api/v1/deliveries/{id}/findings"] = [Csv],
        ["GET /api/v1/completeness"] = [Csv],
    };

    private static readonly Dictionary<string, string> Tags = new()
    {
        ["Tiếp nhận"] = "Gửi thông điệp, theo dõi lần gửi, huỷ và khôi phục hồ sơ.",
        ["Chất lượng dữ liệu"] = "Hồ sơ sai theo quy tắc, và việc đáng sửa nhất.",
        ["Chỉ số"] = "Chỉ số, chỉ tiêu và giá trị của chúng, lần xuống được tới từng đợt khám, chữa bệnh.",
        ["Báo cáo"] = "Biểu báo cáo theo kỳ và phạm vi.",
        ["Bảng điều hành"] = "Số liệu của các ô trên bảng điều hành.",
        ["Bảng đã công bố"] = "Bảng đã công bố cho người ngoài Sở Y tế, số nhỏ đã ẩn.",
        ["Hồ sơ"] = "Từng hồ sơ, theo mục đích; danh tính chỉ trong lần mở còn hạn.",
        ["Hợp đồng dữ liệu"] = "Những gì kho nhận: hợp đồng, trường, JSON Schema.",
        ["Danh mục"] = "Danh mục mã và nhập danh mục chính thức.",
        ["Tìm"] = "Tìm theo tên và gợi ý để chọn.",
        ["Nhật ký"] = "Nhật ký cho trung tâm giám sát an toàn thông tin.",
        ["OData"] = "Bảng số liệu cho Excel, Power BI và chương trình đọc OData.",
    };

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IApiDescriptionProvider, ApiAnswers>().AddSingleton<ApiDocument>();
        services.AddOpenApi(options => options
            .AddSchemaTransformer(ApiSchemas.Mend)
            .AddOperationTransformer((operation, context, _) =>
                Own(context.ApplicationServices).Operation(operation, context.Description, context.Document!))
            .AddDocumentTransformer((document, context, _) => Own(context.ApplicationServices).Document(document)));
    }

    private static ApiDocument Own(IServiceProvider services) => services.GetRequiredService<ApiDocument>();

    private Task Operation(OpenApiOperation operation, ApiDescription route, OpenApiDocument document)
    {
        var name = ApiAnswers.NameOf(route);
        operation.OperationId = IdOf(name);
        operation.Security = [.. Ways(name, document)];
        foreach (var (status, answer) in operation.Responses ?? [])
            if (answer is OpenApiResponse own) own.Description = Problems.Words(status);
        if (Files.TryGetValue(name, out var files) && operation.Responses?.GetValueOrDefault("200") is OpenApiResponse good)
            foreach (var type in files.Select(f => f.Split(';')[0]))
                (good.Content ??= new Dictionary<string, OpenApiMediaType>()).TryAdd(type, new() { Schema = Text() });
        if (name == "POST /api/v1/deliveries") Sending(operation);
        operation.RequestBody = name switch
        {
            "POST /api/v1/deliveries" => Delivery(),
            "POST /api/v1/catalogue/imports" => Body(("application/octet-stream", Text())),
            _ => operation.RequestBody,
        };
        return Task.CompletedTask;
    }

    /// <summary>GET /api/v1/deliveries/{id}/findings is getDeliveriesByIdFindings.</summary>
    private static string IdOf(string name)
    {
        var parts = name.Split([' ', '/', '-', '$'], StringSplitOptions.RemoveEmptyEntries);
        return parts[0].ToLowerInvariant() + string.Concat(parts.Skip(1).Where(p => p is not ("api" or "v1"))
            .Select(p => p.StartsWith('{') ? $"By{Upper(p.Trim('{', '}'))}" : Upper(p)));
    }

    private static string Upper(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>Systems come by key or token with the scope the table says; people by the session of the portal.</summary>
    private IEnumerable<OpenApiSecurityRequirement> Ways(string name, OpenApiDocument document)
    {
        var rule = name.Split(' ') is [var method, var path] ? access.RuleOf(method, path) : null;
        if (rule?.Scope is { } scope)
        {
            yield return Way(document, Key);
            yield return Way(document, Token, scope);
        }
        if (rule is null || rule.Needs.Any(n => n is not (AccessFile.Sender or AccessFile.Local))) yield return Way(document, Session);
    }

    private static OpenApiSecurityRequirement Way(OpenApiDocument document, string scheme, params string[] scopes) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [.. scopes] };

    private Task Document(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "Kho Y tế", Version = "1",
            Description = "Gửi dữ liệu, hỏi số liệu, đọc kết quả. Lỗi theo RFC 9457, thời gian theo RFC 3339.",
        };
        (document.Components ??= new()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer",
                Description = "Khoá của một hệ thống, do quản trị cấp: Authorization: Bearer kyt_…" },
            [Token] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "Thẻ ngắn hạn, xin bằng bí mật hoặc bản xác nhận có chữ ký (private_key_jwt).",
                Flows = new() { ClientCredentials = new() { TokenUrl = new("/connect/token", UriKind.Relative),
                    Scopes = declared.Scopes.ToDictionary(s => s.Id, s => s.Name) } },
            },
            [Session] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie,
                Name = SessionCookie.Name, Description = "Phiên đăng nhập trên cổng." },
            [AppPassword] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic",
                Description = "Tên tài khoản và mật khẩu ứng dụng, cho Excel và Power BI." },
        };
        foreach (var server in document.Servers ?? []) server.Url = server.Url?.TrimEnd('/');
        Feeds(document);
        foreach (var tag in document.Tags!) tag.Description = Tags[tag.Name!];
        return Task.CompletedTask;
    }

    /// <summary>OData describes itself at /odata/$metadata; here stands only where it is and how one comes in.</summary>
    private void Feeds(OpenApiDocument document)
    {
        foreach (var (path, summary, type) in new[] { ("/odata", "Danh sách bảng OData", "application/json"),
            ("/odata/$metadata", "Mô tả các bảng OData", "application/xml"),
            ("/odata/{feed}", "Các dòng của một bảng OData", "application/json") })
        {
            var operation = new OpenApiOperation
            {
                OperationId = IdOf($"GET {path}"), Summary = summary, Tags = new HashSet<OpenApiTagReference> { new("OData", document) },
                Security = [.. Ways($"GET {path}", document), Way(document, AppPassword)],
                Responses = new()
                {
                    ["200"] = new OpenApiResponse { Description = Problems.Words("200"),
                        Content = Of(type, type == "application/xml" ? Text() : Rows()) },
                },
            };
            foreach (var status in new[] { "400", "401", "403", "404", "410" })
                operation.Responses[status] = new OpenApiResponse { Description = Problems.Words(status),
                    Content = Of("application/problem+json", new OpenApiSchemaReference("ProblemDetails", document)) };
            if (path.Contains('{', StringComparison.Ordinal))
                operation.Parameters =
                    [new OpenApiParameter { Name = "feed", In = ParameterLocation.Path, Required = true, Schema = Text() }];
            document.Paths[path] = new OpenApiPathItem { Operations = new() { [HttpMethod.Get] = operation } };
        }
        (document.Tags ??= new HashSet<OpenApiTag>()).Add(new() { Name = "OData" });
    }

    /// <summary>A list of OData: what its rows hold says the description of the feeds.</summary>
    private static OpenApiSchema Rows()
    {
        var rows = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object } };
        return new()
        {
            Type = JsonSchemaType.Object, Required = new HashSet<string> { "@odata.context", "value" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["@odata.context"] = Text(), ["@odata.count"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["@odata.nextLink"] = Text(), ["value"] = rows,
            },
        };
    }

    private static void Sending(OpenApiOperation operation)
    {
        var told = new Dictionary<string, string>
        {
            ["contract"] = "Mã hợp đồng dữ liệu (GET /api/v1/contracts); bỏ trống là claims.",
            ["dryRun"] = "true: chỉ xem thử, trả lời 200 với số hồ sơ, số bị để riêng và lỗi theo quy tắc; không giữ lại gì.",
            ["version"] = "Phiên bản của hợp đồng; bỏ trống thì kho tự nhận.", ["fileName"] = "Tên tệp, để nhận ra trong sổ nhận.",
        };
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            if (told.TryGetValue(parameter.Name ?? "", out var words)) parameter.Description = words;
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = "Idempotency-Key", In = ParameterLocation.Header, Schema = Text(),
            Description = "Mã của lần gửi, nhiều nhất 200 ký tự: gửi lại với cùng mã là cùng một lần gửi.",
        });
    }

    private static OpenApiRequestBody Delivery()
    {
        var json = new OpenApiSchema
        {
            Type = JsonSchemaType.Object, Required = new HashSet<string> { "content" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["content"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Tệp (XML, XLSX, CSV, zip, gz) dạng base64" },
                ["fileName"] = Text(), ["version"] = Text(),
            },
        };
        var form = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["file"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String,
                    Format = "binary" } },
            },
        };
        return Body(("application/xml", Text()), ("application/zip", Text()), ("application/gzip", Text()), ("text/csv", Text()),
            (Sheets.SheetWriter.ContentType, Text()), ("application/json", json), ("multipart/form-data", form));
    }

    private static OpenApiRequestBody Body(params (string Type, OpenApiSchema Schema)[] contents) => new()
    {
        Required = true, Content = contents.ToDictionary(c => c.Type, c => new OpenApiMediaType { Schema = c.Schema }),
    };

    private static Dictionary<string, OpenApiMediaType> Of(string type, IOpenApiSchema schema) =>
        new() { [type] = new() { Schema = schema } };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
