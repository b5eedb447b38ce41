namespace HealthWarehouse.Concepts;

/// <summary>GIOI_TINH of QĐ 4750/QĐ-BYT: 1 nam, 2 nữ, 3 chưa xác định.</summary>
public enum Sex { Male = 1, Female = 2, Undetermined = 3 }
