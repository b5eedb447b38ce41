using System.Text;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>The agency as it is called today, for the pages: name, governing body, logo.</summary>
internal sealed class AgencyToday(CatalogueFiles catalogue, TimeProvider clock)
{
    public Agency Now => Letterhead.Today(catalogue, clock).Agency;

    /// <summary>The logo as the address of a picture; nothing in it can run.</summary>
    public string Logo
    {
        get
        {
            var drawing = File.ReadAllText(Path.Combine(catalogue.Folder, Now.Logo));
            return $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(drawing))}";
        }
    }
}
