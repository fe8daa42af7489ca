"""Pictures of drawn bodies that wear two dots, and how well the kiosk reads them."""
