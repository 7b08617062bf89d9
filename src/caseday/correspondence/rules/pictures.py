"""What stands where a picture would have been loaded from elsewhere; the frame's style draws its outline."""

NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
