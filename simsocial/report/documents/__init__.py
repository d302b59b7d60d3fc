"""What is handed in: tables for spreadsheets, a workbook, a draft resolution, the report as PDF."""
