from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "board.reviews"
    label = "reviews"
    verbose_name = "Reviews"
